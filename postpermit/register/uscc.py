"""统一社会信用代码 (GB 32100-2015): alphabet without I O S V Z, weights 3^i mod 31."""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = tuple(pow(3, i, 31) for i in range(17))


def check_digit(first: str) -> str:
    """The 18th character for the first 17. Raises ``ValueError`` for a character outside the alphabet."""
    if len(first) != 17:
        raise ValueError("应为前 17 位。")
    total = sum(WEIGHTS[i] * ALPHABET.index(c) for i, c in enumerate(first))
    return ALPHABET[-total % 31]


def uscc_fault(code: str) -> str:
    """What is wrong with the code, in Chinese, or ""."""
    if len(code) != 18:
        return f"统一社会信用代码应为 18 位，现为 {len(code)} 位。"
    if strange := sorted(set(code) - set(ALPHABET)):
        return f"统一社会信用代码不应含有“{'、'.join(strange)}”。"
    if check_digit(code[:17]) != code[17]:
        return "统一社会信用代码校验位不符，请核对。"
    return ""

/* The draw, computed again in the reader's own browser: window.PostPermitDraw. The bytes are those of docs/workflows/draw.md;
   nothing is sent anywhere. A page that holds a published draw in an element [data-draw-published] and has an element
   [data-draw-verdict] gets its verdict when it is loaded. */
"use strict";
window.PostPermitDraw = (() => {
  const WHOLE = 1n << 256n;
  const encoder = new TextEncoder();
  const turn = (x, by) => (x << by) | (x >>> (32 - by));

  /* Padding and blocks are the same for both digests: 64 bytes, the length in bits at the end. */
  const hash = (start, compress, bytes) => {
    const padded = new Uint8Array((((bytes.length + 8) >> 6) + 1) << 6);
    padded.set(bytes);
    padded[bytes.length] = 0x80;
    const view = new DataView(padded.buffer);
    view.setUint32(padded.length - 8, Math.floor(bytes.length / 0x20000000));
    view.setUint32(padded.length - 4, (bytes.length << 3) >>> 0);
    const state = Int32Array.from(start);
    for (let at = 0; at < padded.length; at += 64) compress(state, view, at);
    const out = new Uint8Array(32);
    state.forEach((word, i) => new DataView(out.buffer).setInt32(4 * i, word));
    return out;
  };

  /* FIPS 180-4: the constants are the fractions of roots of the first primes, taken exactly. */
  const primes = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p)) primes.push(n);
  const root = (value, power) => {
    let low = 0n, high = 1n << 80n;
    while (high - low > 1n) { const mid = (low + high) >> 1n; if (mid ** power <= value) low = mid; else high = mid; }
    return Number(low & 0xffffffffn);
  };
  const SQUARES = primes.slice(0, 8).map((p) => root(BigInt(p) << 64n, 2n));
  const CUBES = Int32Array.from(primes, (p) => root(BigInt(p) << 96n, 3n));
  const w = new Int32Array(68);
  const compress256 = (state, view, at) => {
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + 4 * i);
    for (let i = 16; i < 64; i++) {
      const x = w[i - 15], y = w[i - 2];
      w[i] = w[i - 16] + w[i - 7] + (turn(x, 25) ^ turn(x, 14) ^ (x >>> 3)) + (turn(y, 15) ^ turn(y, 13) ^ (y >>> 10));
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      const t1 = (h + (turn(e, 26) ^ turn(e, 21) ^ turn(e, 7)) + ((e & f) ^ (~e & g)) + CUBES[i] + w[i]) | 0;
      const t2 = ((turn(a, 30) ^ turn(a, 19) ^ turn(a, 10)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] += word; });
  };
  const sha256 = (bytes) => hash(SQUARES, compress256, bytes);

  /* GB/T 32905-2016. */
  const START = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e];
  const p1 = (x) => x ^ turn(x, 15) ^ turn(x, 23);
  const compressSm3 = (state, view, at) => {
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + 4 * i);
    for (let i = 16; i < 68; i++) w[i] = p1(w[i - 16] ^ w[i - 9] ^ turn(w[i - 3], 15)) ^ turn(w[i - 13], 7) ^ w[i - 6];
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      const early = i < 16;
      const a12 = turn(a, 12);
      const s1 = turn((a12 + e + turn(early ? 0x79cc4519 : 0x7a879d8a, i % 32)) | 0, 7);
      const ff = early ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
      const gg = early ? e ^ f ^ g : (e & f) | (~e & g);
      const t1 = (ff + d + (s1 ^ a12) + (w[i] ^ w[i + 4])) | 0;
      const t2 = (gg + h + s1 + w[i]) | 0;
      d = c; c = turn(b, 9); b = a; a = t1;
      h = g; g = turn(f, 19); f = e; e = t2 ^ turn(t2, 9) ^ turn(t2, 17);
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] ^= word; });
  };
  const sm3 = (bytes) => hash(START, compressSm3, bytes);

  const digestOf = (algorithm) => {
    const found = { "SHA-256": sha256, SM3: sm3 }[algorithm];
    if (!found) throw new Error(`不认识的摘要算法：${algorithm}`);
    return found;
  };

  /* By code point: plain comparison goes by UTF-16 unit and puts 😀 before a full-width letter. */
  const order = (one, other) => {
    const length = Math.min(one.length, other.length);
    for (let i = 0; i < length; i++) {
      const a = one.charCodeAt(i), b = other.charCodeAt(i);
      if (a === b) continue;
      const high = (x) => x >= 0xd800 && x <= 0xdfff;
      return high(a) !== high(b) ? (high(a) ? 1 : -1) : a - b;
    }
    return one.length - other.length;
  };
  const plain = (value) => {
    if (Array.isArray(value)) return `[${value.map(plain).join(",")}]`;
    if (value === null || typeof value !== "object") return JSON.stringify(value);
    const names = Object.keys(value).sort(order);
    return `{${names.map((name) => `${JSON.stringify(name)}:${plain(value[name])}`).join(",")}}`;
  };
  const listOf = (list) => (typeof list === "string" ? JSON.parse(list) : list);
  const canonical = (list) => {
    const { units, ...rest } = listOf(list);
    return plain({ ...rest, units: [...units].sort((a, b) => order(a.id, b.id)) });
  };

  const bytesOf = (hex) => Uint8Array.from(hex.match(/../g) || [], (pair) => parseInt(pair, 16));
  const hexOf = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  const join = (...parts) => {
    const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) { out.set(part, at); at += part.length; }
    return out;
  };
  const secret = (r) => {
    const bytes = typeof r === "string" ? bytesOf(/^([0-9a-f]{2})*$/i.test(r) ? r : "") : r;
    if (bytes.length !== 32) throw new Error("随机数须恰好是 32 字节");
    return bytes;
  };

  /* Every id with its odds as a fraction; fractions are compared by multiplying crosswise, so that nothing is rounded. */
  const rankingOf = (units, seed, digest) => {
    const equal = new Set(units.map((unit) => unit.p)).size < 2;
    const start = join(seed, [0]);
    const odds = units.map(({ id, p }) => {
      const u = BigInt(`0x${hexOf(digest(join(start, encoder.encode(id))))}`);
      const parts = BigInt(p.replace(".", ""));
      return equal ? { id, above: u, below: 1n } : { id, above: u * (10000n - parts), below: (WHOLE - u) * parts };
    });
    odds.sort((a, b) => {
      const left = a.above * b.below, right = b.above * a.below;
      return left < right ? -1 : left > right ? 1 : order(a.id, b.id);
    });
    return odds.map((one) => one.id);
  };

  const draw = (list, r1, r2, publicValue, algorithm = "SHA-256") => {
    const listing = listOf(list), digest = digestOf(algorithm);
    const hashed = digest(encoder.encode(canonical(listing)));
    const seed = digest(join(hashed, secret(r1), secret(r2), encoder.encode(publicValue)));
    const ranking = rankingOf(listing.units, seed, digest);
    return { list_hash: hexOf(hashed), seed: hexOf(seed), selected: ranking.slice(0, listing.n), ranking };
  };

  /* The first place at which what is written differs from what was computed, in words; "" where nothing does. */
  const firstOf = (label, due, found) => {
    if (!Array.isArray(due)) return due === found ? "" : `${label}：应为 ${due}，写的是 ${found}`;
    if (!Array.isArray(found)) return `${label}：须是一个列表`;
    const at = due.findIndex((one, i) => one !== found[i]);
    if (at >= 0) return `${label}第 ${at + 1} 位：应为 ${due[at]}，写的是 ${found[at] ?? "空"}`;
    return due.length === found.length ? "" : `${label}：应有 ${due.length} 个，写了 ${found.length} 个`;
  };
  const replaced = (page, drawn) => {
    const held = new Set(drawn.selected), following = drawn.ranking.slice(drawn.selected.length);
    for (const [i, row] of (page.replacements || []).entries()) {
      const due = following[i] ?? null;
      if (!held.delete(row.out)) return `第 ${i + 1} 次递补：${row.out} 当时不在抽中的单位里`;
      if (row.in !== due) return `第 ${i + 1} 次递补：应为 ${due ?? "名单已用完"}，写的是 ${row.in}`;
      if (due !== null) held.add(due);
    }
    return "";
  };
  const malformed = ({ version, n, units, excluded }) => {
    const ids = [...units, ...excluded].map((row) => row.id);
    if (version !== 1 || !Number.isInteger(n) || n < 0 || n > units.length) return "名单的 version 或 n 不对";
    if (new Set(ids).size < ids.length || !ids.every((id) => typeof id === "string" && id && !/\p{Cs}/u.test(id))) return "名单里有空的或者重复的 id";
    return units.every(({ p }) => /^(0\.(?!0000)[0-9]{4}|1\.0000)$/.test(p)) ? "" : "名单里的 p 须是四位小数";
  };
  const differenceIn = (page) => {
    if (page.format !== "postpermit-draw-1") return "不是可以核对的抽取结果";
    const wrong = malformed(page.list);
    if (wrong) return wrong;
    const drawn = draw(page.list, page.r1, page.r2, page.public.value, page.algorithm);
    const digest = digestOf(page.algorithm);
    const promised = [page.r1, page.r2].map((r) => hexOf(digest(secret(r))));
    return firstOf("名单校验值", drawn.list_hash, page.list_hash) || firstOf("封存值", promised, page.commitments)
      || firstOf("种子", drawn.seed, page.seed) || firstOf("排序", drawn.ranking, page.ranking)
      || firstOf("抽中单位", drawn.selected, page.selected) || replaced(page, drawn);
  };
  /* What was settled together with the list: name, day and spelling of the public value. */
  const SEALED = /；公开随机数 (.+) (\d{4}-\d\d-\d\d) (DECIMALS_4|DECIMALS_2|DIGITS)(；人员依据 [0-9a-f]{64})?$/s;
  const FORMS = { DECIMALS_4: /^(0|[1-9][0-9]*)\.[0-9]{4}$/, DECIMALS_2: /^(0|[1-9][0-9]*)\.[0-9]{2}$/, DIGITS: /^[0-9]+$/ };
  const unsealed = (page) => {
    const found = SEALED.exec(String(page.list.stratum));
    if (!found) return "";
    if (!FORMS[found[3]].test(page.public.value)) return "公开随机数的取值不是封存时定下的写法";
    return firstOf("公开随机数的名称", found[1], page.public.name) || firstOf("公开随机数的日期", found[2], page.public.day);
  };
  /* The rows of the table that the reader looks at: rank, probability and what became of the unit. */
  const tableDiffers = (page, rows) => {
    const place = new Map(page.ranking.map((id, i) => [id, i + 1]));
    const p = new Map(page.list.units.map((unit) => [unit.id, unit.p]));
    const roles = new Map(page.selected.map((id) => [id, "SELECTED"]));
    for (const row of page.replacements || []) { roles.set(row.out, "REPLACED"); if (row.in) roles.set(row.in, "REPLACEMENT"); }
    for (const { id, rank, probability, role } of rows) {
      if (place.get(id) !== Number(rank)) return `表中第 ${rank} 名：复算的名次是 ${place.get(id) ?? "不在名单里"}`;
      if (p.get(id) !== probability) return `表中第 ${rank} 名的概率：应为 ${p.get(id)}，写的是 ${probability}`;
      if ((roles.get(id) ?? "RESERVE") !== role) return `表中第 ${rank} 名的结果与复算的不同`;
    }
    return "";
  };
  const verdict = (given, rows = []) => {
    try {
      const page = typeof given === "string" ? JSON.parse(given) : given;
      const difference = differenceIn(page) || unsealed(page) || tableDiffers(page, rows);
      return difference ? { ok: false, text: `不一致。${difference}` } : { ok: true, text: "一致：本机复算的名单校验值、封存值、种子、排序、抽中单位、递补和表中各行都与公布的相同。" };
    } catch (error) {
      return { ok: false, text: `不一致。公布的内容不完整，无法复算（${error.message}）` };
    }
  };

  const show = () => {
    const held = document.querySelector("[data-draw-published]"), place = document.querySelector("[data-draw-verdict]");
    if (!held || !place) return;
    const rows = [...document.querySelectorAll("[data-draw-row]")].map(({ dataset }) => (
      { id: dataset.drawRow, rank: dataset.rank, probability: dataset.p, role: dataset.role }));
    const found = verdict((held.content || held).textContent, rows);
    place.textContent = found.text;
    place.dataset.drawVerdict = found.ok ? "same" : "different";
  };
  if (typeof document !== "undefined") {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", show); else show();
  }
  return { draw, sha256, sm3, canonical, verdict };
})();

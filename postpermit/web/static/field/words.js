/* What things are called on this door, in the words of the office. */
export const RESULTS = [["NOT_CHECKED", "未查"], ["MEETS", "符合"], ["FAILS", "不符合"], ["NOT_APPLICABLE", "不适用"]];
/* Rule EN-34 on the device: such an answer waits here for its words, the server would refuse it. */
export const WORDED = { FAILS: "请写明不符合的情况。", NOT_APPLICABLE: "请写明不适用的理由。" };
export const lacks = (payload) => Boolean(WORDED[payload.result]) && !payload.note;
export const STATES = { ASSIGNED: "待检查", UNDERWAY: "检查中", ENDED: "待办结" };
const KINDS = { answer: "检查结果", settle: "选定版本", picture: "照片", participant: "参加人", record: "笔录要素", start: "开始检查", finish: "结束检查", code: "检查码", caption: "照片说明" };
const PICTURES = { EVIDENCE: "现场照片", SIGNATURE: "手写签名", SIGNED_PAGE: "签字笔录" };
export const label = (rows, code) => (rows.find(([value]) => value === code) || ["", code])[1];

/* As it was typed: the time of the office, whatever the telephone's own zone. */
const shown = (stamp) => (stamp || "").slice(0, 16).replace("T", " ");

/* One act in one line, for the list of what waits. */
export function inWords(kind, payload) {
  if (kind === "answer") return `${payload.question} ${label(RESULTS, payload.result)}${payload.note ? `：${payload.note.slice(0, 40)}` : ""}`;
  if (kind === "picture") return `${PICTURES[payload.kind]}${payload.question ? ` ${payload.question}` : ""}${payload.signer ? `（${payload.signer}）` : ""}`;
  if (kind === "participant") return `${KINDS[kind]}：${payload.name}`;
  if (kind === "record") return `${KINDS[kind]}：${payload.label}`;
  if (kind === "caption") return `${KINDS[kind]}：${payload.caption.slice(0, 40)}`;
  if (kind === "code") return `${KINDS[kind]}：${payload.code}`;
  if (kind === "start") return `${KINDS[kind]} ${shown(payload.started_at)}`;
  if (kind === "finish") return `${KINDS[kind]} ${shown(payload.ended_at)}${payload.conclusion ? `：${payload.conclusion.slice(0, 40)}` : ""}`;
  return KINDS[kind] || kind;
}

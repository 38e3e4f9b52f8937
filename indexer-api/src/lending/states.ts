/** The states of a case, by the names that the subgraph has for them. See `ILoanDesk.State` for who can move on when. */
export const LOAN_STATES = {
  applied: { nameEn: "Applied for", nameZh: "已申请", ended: false },
  offered: { nameEn: "Offered", nameZh: "已报价", ended: false },
  accepted: { nameEn: "Accepted, not paid out yet", nameZh: "已接受，待放款", ended: false },
  disbursed: { nameEn: "Paid out, receipt not confirmed yet", nameZh: "已放款，待确认收款", ended: false },
  active: { nameEn: "Running", nameZh: "存续中", ended: false },
  defaulted: { nameEn: "In default", nameZh: "已违约", ended: false },
  settled: { nameEn: "Settled", nameZh: "已结清", ended: true },
  withdrawn: { nameEn: "Withdrawn by the company", nameZh: "企业已撤回", ended: true },
  declined: { nameEn: "Declined by the lender", nameZh: "机构已拒绝", ended: true },
  expired: { nameEn: "Expired", nameZh: "已过期", ended: true },
  cancelled: { nameEn: "Cancelled before pay-out", nameZh: "放款前已取消", ended: true },
  written_off: { nameEn: "Written off", nameZh: "已核销", ended: true },
  lapsed: { nameEn: "Lapsed three years after the due day", nameZh: "到期满三年，已失效", ended: true },
} as const satisfies Readonly<Record<string, { nameEn: string; nameZh: string; ended: boolean }>>;

export type LoanState = keyof typeof LOAN_STATES;

export const LOAN_STATE_NAMES = Object.keys(LOAN_STATES) as [LoanState, ...LoanState[]];

/** Whether money is owed in this state. */
export function isOwing(state: LoanState): boolean {
  return state === "active" || state === "defaulted";
}

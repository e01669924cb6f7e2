/** Who writes: the tenant that the write is bound to, and what the audit log says about it. */
export interface Author {
  readonly tenantId: string;
  readonly actor: string;
  readonly requestId: string;
}

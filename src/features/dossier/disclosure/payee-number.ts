/** Where the sealed account number of a payee stands. */
export const payeeNumberPlace = (disbursementId: string) => `disbursements.payee_number:${disbursementId}`;

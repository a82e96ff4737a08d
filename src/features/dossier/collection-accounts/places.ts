/** Where the sealed number of an account that was asked for stands. */
export const askedNumberPlace = (changeId: string) => `collection_account_changes.number:${changeId}`;

/** Ways of service (CPL 88 to 95): handed over, left behind, electronic, by another court, post, forwarded, public. */
export const SERVICE_METHODS = [
  'DIRECT',
  'LEFT_BEHIND',
  'ELECTRONIC',
  'OTHER_COURT',
  'POST',
  'FORWARDED',
  'PUBLIC_NOTICE',
] as const;
export type ServiceMethod = (typeof SERVICE_METHODS)[number];

/** Through the court, or by the applicant himself, whose proof an officer has accepted. */
export const SERVICE_WAYS = ['COURT', 'APPLICANT'] as const;
export type ServiceWay = (typeof SERVICE_WAYS)[number];

/** How a party reaches another by itself (Civil Code 137); the other ways are the court's. */
const OF_PARTIES: readonly ServiceMethod[] = ['DIRECT', 'ELECTRONIC', 'POST'];

/** Whether somebody may serve in this way. Law: SV-01; Civil Code 137; CPL 88 to 95. */
export const mayServeBy = (way: ServiceWay, method: ServiceMethod): boolean =>
  way === 'COURT' || OF_PARTIES.includes(method);

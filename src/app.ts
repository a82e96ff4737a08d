import compress from '@fastify/compress';
import Fastify, { type FastifyInstance, type FastifyPluginAsync, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { AppDependencies } from './dependencies.js';
import { holidayRoutes } from './features/course/day-and-rate-tables/holidays/routes.js';
import { lendingRateRoutes } from './features/course/day-and-rate-tables/lending-rates/routes.js';
import { escalationPolicyRoutes } from './features/course/ladder-policies/routes.js';
import { escalationRoutes } from './features/course/steps/routes.js';
import { caseRoutes } from './features/dossier/cases/routes.js';
import { collectionAccountRoutes } from './features/dossier/collection-accounts/routes.js';
import { consentRoutes } from './features/dossier/consents/routes.js';
import { sensitiveFieldRoutes } from './features/dossier/disclosure/routes.js';
import { fileRoutes } from './features/dossier/files/routes.js';
import { readMailState } from './features/dossier/notices/mails.js';
import { noticeRoutes } from './features/dossier/notices/routes.js';
import { recusalRoutes } from './features/dossier/recusals/routes.js';
import { seizureRoutes } from './features/dossier/seizures/routes.js';
import { claimCorrectionRoutes } from './features/money/claim-corrections/routes.js';
import { disbursementRoutes } from './features/money/disbursements/routes.js';
import { paymentDecisionRoutes } from './features/money/payments/decision-routes.js';
import { paymentRoutes } from './features/money/payments/routes.js';
import { performanceRoutes } from './features/money/performance-findings/routes.js';
import { refundRoutes } from './features/money/refunds/routes.js';
import { transferRoutes } from './features/money/transfers/routes.js';
import { auditRoutes } from './features/operations/audit/routes.js';
import { operationRoutes } from './features/operations/runs/routes.js';
import { calculationRoutes } from './features/papers/calculations/routes.js';
import { documentRoutes } from './features/papers/documents/routes.js';
import { ledgerRoutes } from './features/papers/ledger-view/routes.js';
import { createPdfRenderer, type PdfRenderer } from './features/papers/statements/pdf-renderer.js';
import { statementRoutes } from './features/papers/statements/routes.js';
import { accountNoticeRoutes, accountRequestRoutes, accountRoutes } from './features/people/accounts/routes.js';
import { apiKeyRoutes } from './features/people/api-keys/routes.js';
import { courtLimitRoutes } from './features/people/court-limits/routes.js';
import { directoryChangeRoutes, directoryRoutes } from './features/people/courts-and-departments/routes.js';
import { delegationRoutes } from './features/people/delegations/routes.js';
import { identityRoutes } from './features/people/identity/routes.js';
import { ownAccountRoutes } from './features/people/own-account/routes.js';
import { accelerationRoutes } from './features/plans/acceleration/routes.js';
import { amendmentRoutes } from './features/plans/amendments/routes.js';
import { agreementRoutes, planRoutes } from './features/plans/drafting/routes.js';
import { scheduleRoutes } from './features/plans/schedule/routes.js';
import { whatIfRoutes } from './features/plans/what-if/routes.js';
import { jointReviewRoutes, reviewCourseRoutes } from './features/review/joint-reviews/routes.js';
import { reliefRequestRoutes } from './features/review/relief-requests/routes.js';
import { accessLogging } from './plugins/access-log.js';
import { answerBrokenRequest, routableUrl } from './plugins/broken-requests.js';
import { callerAddress, trustedHops } from './plugins/caller-address.js';
import { contentDigest } from './plugins/content-digest.js';
import { health } from './plugins/health.js';
import { identity } from './plugins/identity.js';
import { jsonBodies } from './plugins/json-body.js';
import { openapi } from './plugins/openapi.js';
import { operationsPort } from './plugins/operations-port.js';
import { problemDetails } from './plugins/problem-details.js';
import { registerAll } from './plugins/register-all.js';
import { security } from './plugins/security.js';
import { newId } from './shared/ids.js';
import { portal } from './web/portal.js';

const BODY_LIMIT_BYTES = 1024 * 1024;
const REQUEST_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_MS = 10_000;
/** Node takes no longer headers, and no longer path. */
const PATH_LENGTH_MAX = 16 * 1024;

/** The operations of every wing. */
const operations = (deps: AppDependencies, renderer: PdfRenderer) => ({
  identityRoutes: identityRoutes(deps),
  ownAccountRoutes,
  apiKeyRoutes,
  accountRoutes: accountRoutes(deps),
  accountRequestRoutes,
  accountNoticeRoutes,
  directoryRoutes,
  directoryChangeRoutes,
  courtLimitRoutes,
  delegationRoutes,
  operationRoutes: operationRoutes(deps),
  auditRoutes: auditRoutes(deps),
  calculationRoutes: calculationRoutes(deps.reference),
  caseRoutes,
  collectionAccountRoutes,
  sensitiveFieldRoutes: sensitiveFieldRoutes(deps),
  claimCorrectionRoutes,
  ledgerRoutes,
  performanceRoutes,
  fileRoutes,
  consentRoutes,
  reliefRequestRoutes,
  jointReviewRoutes,
  reviewCourseRoutes,
  seizureRoutes,
  planRoutes,
  scheduleRoutes: scheduleRoutes(renderer),
  agreementRoutes,
  amendmentRoutes,
  accelerationRoutes,
  whatIfRoutes,
  paymentRoutes,
  paymentDecisionRoutes,
  transferRoutes,
  disbursementRoutes,
  recusalRoutes,
  refundRoutes,
  escalationRoutes,
  escalationPolicyRoutes,
  noticeRoutes,
  lendingRateRoutes,
  holidayRoutes,
  statementRoutes: statementRoutes(renderer),
  documentRoutes: documentRoutes(renderer),
});

const features =
  (deps: AppDependencies): FastifyPluginAsync =>
  async (app) => {
    const renderer = createPdfRenderer();
    // What renders their papers ends with the app.
    app.addHook('onClose', () => renderer.close());
    await registerAll(app, operations(deps, renderer));
  };

/** Builds the app, ready to listen or to be injected into. It never listens itself. */
export async function buildApp(deps: AppDependencies): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: deps.logger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: trustedHops(deps.config.TRUST_PROXY),
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    genReqId: () => newId(),
    // Told as a problem by a hook of our own.
    return503OnClosing: false,
    clientErrorHandler: answerBrokenRequest,
    rewriteUrl: (request) => routableUrl(request.url ?? '/'),
    // A request without Host is for us as well; without this Node answers it itself, with nothing.
    http: { requireHostHeader: false },
    // Whatever is longer than an id is refused by the schemas, after sign-in, like anything else that is none.
    routerOptions: { maxParamLength: PATH_LENGTH_MAX },
  });
  // Whoever expects what we don't know gets an ordinary answer (RFC 9110 10.1.1), not an empty 417 of Node.
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response));
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);

  await app.register(callerAddress);
  await app.register(problemDetails);
  await app.register(jsonBodies);
  await app.register(operationsPort(deps.config));
  await app.register(identity(deps));
  await app.register(security(deps));
  await app.register(accessLogging(deps));
  await app.register(contentDigest);
  await app.register(compress, { encodings: ['br', 'gzip'], threshold: 1024 });
  await app.register(openapi);
  await app.register(health(deps, async () => (deps.mail ? readMailState(deps) : undefined)));

  await app.register(features(deps));
  await app.register(portal(deps));
  // The logger is pino's, which the type of an app with the common logger does not say.
  return app as unknown as FastifyInstance;
}

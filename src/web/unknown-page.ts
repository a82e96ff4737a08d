import type { FastifyReply, FastifyRequest } from 'fastify';
import { isOfApi, sendProblem } from '../plugins/problem-details.js';
import { Problem } from '../shared/problems.js';
import { insidePath } from './address.js';
import type { Renderer } from './render.js';

/** How much a media type is wanted that an Accept header names, 0 to 1; undefined where it does not name it. */
function weightOf(accept: string, mediaType: RegExp): number | undefined {
  for (const part of accept.toLowerCase().split(',')) {
    const [type = '', ...parameters] = part.split(';').map((one) => one.trim());
    if (!mediaType.test(type)) continue;
    const weight = parameters.find((one) => one.startsWith('q='))?.slice(2);
    return weight === undefined ? 1 : Number(weight) || 0;
  }
  return undefined;
}

/**
 * True for a browser that looks for a page: it names text/html and does not rather want JSON. A program that takes
 * anything gets what programs get.
 */
export function wantsPage(request: FastifyRequest): boolean {
  if (isOfApi(request)) return false;
  const accept = request.headers.accept ?? '';
  const html = weightOf(accept, /^text\/html$/) ?? 0;
  return html > 0 && html >= (weightOf(accept, /^application\/(problem\+)?json$/) ?? 0);
}

/** Answers an address that leads nowhere: a browser with a page, or the way to the same address without its slash. */
export function answerUnknown(render: Renderer) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const problem = new Problem('not-found');
    if (!wantsPage(request)) return sendProblem(request, reply, problem);
    const [path = '', ...query] = request.url.split('?');
    if (request.method === 'GET' && /[^/]\/+$/.test(path)) {
      return reply.redirect(insidePath([path.replace(/\/+$/, ''), ...query].join('?')), 308);
    }
    return render.problem(request, reply, problem);
  };
}

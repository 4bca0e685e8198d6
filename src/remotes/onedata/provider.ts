import type { Answer } from '../../removal/failure';
import type { ApiRequest, Send } from '../request';

/** One space as one Oneprovider serves it: what every call needs. */
export interface SpaceOnProvider {
  /** Id of the space; stands for its root directory wherever a file id may stand. */
  readonly space: string;
  readonly send: Send;
  /** Release of the provider; empty when unknown, which is treated as the oldest. */
  readonly version: string;
  /** The provider's storage for this space is configured read-only. */
  readonly readonlyStorage: boolean;
  readonly now: () => number;
}

/** Sends a request, or hands on why there is none. */
export async function ask<T>(send: Send, request: Answer<ApiRequest<T>>, signal: AbortSignal): Promise<Answer<T>> {
  return request.ok ? send(request.value, signal) : request;
}

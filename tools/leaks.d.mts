export const EVIDENCE: string;
export function registerToken(token: string, evidence?: string): void;
export function keepText(place: string, text: string, evidence?: string): void;
export function keepProfile(profile: string, evidence?: string): void;
export function findLeaks(evidence?: string): { place: string; file: string; token: string }[];

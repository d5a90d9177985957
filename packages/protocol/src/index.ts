export * from './core.ts';
export * from './filter.ts';

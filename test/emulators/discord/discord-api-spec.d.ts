/** The package calls its JavaScript its types; its schemas are looked up by name in validate.ts. */
declare module 'discord-api-spec/zod';

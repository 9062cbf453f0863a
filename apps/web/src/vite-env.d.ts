/** Lets TypeScript know what Vite resolves: style sheets and hashed assets. */
/// <reference types="vite/client" />

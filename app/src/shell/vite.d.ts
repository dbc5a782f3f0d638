/** Style sheets, assets and `import.meta.env` are the bundler's. */
/// <reference types="vite/client" />

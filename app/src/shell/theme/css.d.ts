/** Style sheets are taken up by the bundler; importing one gives nothing. */
declare module "*.css";

/** The same claims on the browser's own Temporal, which the app uses where it is there; Node proves them on the polyfill. */
import "./days.test.ts";

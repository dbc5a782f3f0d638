/**
 * How long a component test waits for what it looks for, in milliseconds. The wait ends the moment it is there; the bound is
 * for rooms that are fetched when someone goes there, on a machine that is busy.
 */
import { configure } from "@testing-library/react";

export const patience = 15_000;
configure({ asyncUtilTimeout: patience });

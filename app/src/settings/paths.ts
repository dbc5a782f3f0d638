/** Addresses that only settings links to. */
export const settingsPaths = { alarms: "/settings/alarms" } as const;

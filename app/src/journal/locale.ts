import { useTranslation } from "../shell/i18n/index.ts";

/**
 * The reader's own kind of the app's language: dates read as in Britain for someone whose browser says `en-GB`, and the
 * week begins where theirs does.
 */
export const localeOf = (language: string, preferred: readonly string[]): string =>
  preferred.find((tag) => tag === language || tag.startsWith(`${language}-`)) ?? language;

export const useLocale = (): string => {
  const { i18n } = useTranslation();
  return localeOf(i18n.language, navigator.languages);
};

/**
 * Texts. Each feature keeps its own in `en.ts`: `registerTexts("journal", en)` and
 * `declare module "i18next" { interface ResourceNamespaceMap { journal: typeof en } }` make its keys checked by the
 * compiler and known at run time. Whole sentences, plural forms by suffix (`_one`, `_other`), values in `{{braces}}`.
 */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "shell";
    returnNull: false;
  }
}

const language = "en";
const instance = i18next.use(initReactI18next);
void instance.init({
  lng: language,
  fallbackLng: language,
  ns: [],
  defaultNS: "shell",
  initAsync: false,
  interpolation: { escapeValue: false },
  react: { useSuspense: false },
  resources: {},
});

export interface Texts {
  readonly [key: string]: string | Texts;
}

/** Makes a feature's texts known. Called once, where they are written. */
export const registerTexts = (namespace: string, texts: Texts): void => {
  instance.addResourceBundle(language, namespace, texts, true, true);
};
export const i18n = instance;

export { useTranslation } from "react-i18next";
export { createFormat, type Format, useFormat } from "./format.ts";
export { i18n, registerTexts, type Texts } from "./texts.ts";

/** Where menus and bars of the editor hang: inside the page's main part, so that they belong to it. */
export const floatingRoot = (): HTMLElement => document.getElementById("main") ?? document.body;

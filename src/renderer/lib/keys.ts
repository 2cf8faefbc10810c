/** `file/not-found` → `file_not_found`: how codes and keys that cross processes stand in the catalogue. */
export const toKey = (code: string): string => code.replace(/[^A-Za-z0-9]+/g, '_')

/** The run that the inspector is about; kept while other screens are shown. */
export const selection = $state<{ id: number | null }>({ id: null })

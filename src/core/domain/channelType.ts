/** What a channel carries; `other` for anything that is none of these, or of which nothing is known. */
export const channelTypes = ['eeg', 'eog', 'emg', 'ecg', 'trigger', 'other'] as const
export type ChannelType = (typeof channelTypes)[number]

/** Every native function that is used, once, as koffi reads it. Source: `board_controller.h`, `board_info_getter.h`. */
export const signatures = {
  version: 'int get_version_board_controller(_Out_ uint8_t *version, _Out_ int *length, int capacity)',
  logLevel: 'int set_log_level_board_controller(int level)',
  description: 'int get_board_descr(int board, int preset, _Out_ uint8_t *json, _Out_ int *length, int capacity)',
  prepare: 'int prepare_session(int board, const char *parameters)',
  start: 'int start_stream(int capacity, const char *streamer, int board, const char *parameters)',
  stop: 'int stop_stream(int board, const char *parameters)',
  release: 'int release_session(int board, const char *parameters)',
  count: 'int get_board_data_count(int preset, _Out_ int *count, int board, const char *parameters)',
  read: 'int get_board_data(int count, int preset, _Out_ double *data, int board, const char *parameters)',
  config:
    'int config_board(const char *command, _Out_ uint8_t *reply, _Out_ int *length, int capacity, int board, const char *parameters)',
} as const

/** A native function: blocks until done, or runs on a thread of koffi's with `async`. */
export interface NativeFunction {
  (...values: unknown[]): number
  async(...values: [...unknown[], (error: Error | null, code: number) => void]): void
}
export type NativeFunctions = Readonly<Record<keyof typeof signatures, NativeFunction>>

/** Runs a call that may take seconds without holding the event loop. */
export const callAsync = (native: NativeFunction, ...values: unknown[]): Promise<number> =>
  new Promise((resolve, reject) => native.async(...values, (error, code) => (error ? reject(error) : resolve(code))))

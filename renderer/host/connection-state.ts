/**
 * `connecting`: at the start; `lost`: there was a connection, or none could be made, and it is tried again; `refused`: the
 * studio is there and does not know this browser, whose user has to open the address that it printed.
 */
export type ConnectionState = 'connecting' | 'connected' | 'lost' | 'refused';

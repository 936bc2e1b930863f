/** What a page holds on to, and what it takes of nodes that it need not trust. */

/** Records that are kept. Where there are more, those go first that have ended, then one at random of those that have shown nothing yet. */
export const MOST_RECORDS = 1_000
/** Records that are read of one answer. */
export const MOST_IN_ANSWER = 32
/** Bytes of an answer with records, and of a proof. */
export const LONGEST_ANSWER = 64 * 1024
export const LONGEST_PROOF = 4 * 1024
/** Milliseconds that a request may take, from its beginning to the last byte of its answer. */
export const ANSWER_WITHIN = 3_000
/** After so many milliseconds without an answer somebody else is asked as well. */
export const SLOW = 1_000
/** Nodes that are asked side by side. */
export const AT_ONCE = 3
/** A look-up is at its end when so many of the best nodes have answered. */
export const BEST = 4
/** Answers that a look-up wants, and asks bootstrap nodes and those of former times for where the mesh is too small. */
export const WANTED_ANSWERS = 3
/** Requests of a look-up, and milliseconds. */
export const MOST_REQUESTS = 24
export const LOOKUP_WITHIN = 12_000
/** Milliseconds until a look-up asks a bootstrap node again while others answer. */
export const BOOTSTRAP_AGAIN = 60 * 60_000
/** For so long a proof is good, and a price that was met. */
export const PROVEN_FOR = 60 * 60_000
/** For so long a node that has lied is not listed, and so many of them are known. */
export const LIED_FOR = 24 * 60 * 60_000
export const MOST_LIARS = 1_000
/** Milliseconds that a node comes after the others when it has failed once; twice as many each further time, up to the longest. */
export const FIRST_REST = 30_000
export const LONGEST_REST = 30 * 60_000
/** Failures are forgotten when a node has been good for so long. */
export const FORGIVEN_AFTER = 60 * 60_000
/** Characters of the cache, and the records in it. */
export const MOST_STORED = 256 * 1024
export const MOST_STORED_RECORDS = 250
/** So long after its end the URL of a record is asked again. */
export const HINT_FOR = 30 * 24 * 60 * 60_000

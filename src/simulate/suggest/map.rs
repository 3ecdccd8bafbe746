//! The hash tables of the counts, with a hash that is fast for short keys.

use hashbrown::HashMap;

/// A hash table.
pub type Map<K, V> = HashMap<K, V, foldhash::fast::RandomState>;

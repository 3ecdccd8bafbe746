//! The tables of what is counted, with a hash that is fast for short keys.

use hashbrown::HashMap;

/// A table.
pub type Map<K, V> = HashMap<K, V, foldhash::fast::RandomState>;

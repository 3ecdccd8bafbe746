//! Hash tables for short keys. The standard hash takes several times as long for these. As there, the seed differs from
//! one table to another, so that nobody can choose keys that collide.

use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;

/// A hash table.
pub type Map<K, V> = HashMap<K, V, RandomState>;
/// A set of values.
pub type Set<T> = HashSet<T, RandomState>;

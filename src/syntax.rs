//! From text to tree. Parsing never fails: where a part can't be read, that is a diagnostic, and
//! reading goes on with the next clause or item.

pub mod tree;

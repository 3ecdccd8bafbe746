//! The tools of a server and the types of their arguments, from its tools/list answer.

//! The one test binary.
mod check;
mod tmp_dump;

//! The one test binary.
mod tmp_dump;

//! The one test binary.
mod format;
mod support;
mod tmp_dump;

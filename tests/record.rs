//! `jamb record`: a pipe that changes nothing, and a gateway that lets nothing through that it did not decide on.

mod attacks;
mod client;
mod enforced;
#[cfg(unix)]
mod ends;
mod transparent;

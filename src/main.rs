//! The binary: everything happens in the library.

/// Runs before Rust's runtime, which opens `/dev/null` in place of a standard output that is closed. Afterwards, nothing
/// distinguishes it from one that the caller sent to `/dev/null`, and the command would report success although its
/// result was lost.
#[cfg(unix)]
#[used]
#[allow(unsafe_code, reason = "the linker offers no safe way to run code before `main`")]
#[cfg_attr(target_vendor = "apple", unsafe(link_section = "__DATA,__mod_init_func"))]
#[cfg_attr(not(target_vendor = "apple"), unsafe(link_section = ".init_array"))]
static LOOK_BEFORE_MAIN: extern "C" fn() = {
    extern "C" fn look() {
        jamb::cli::look_before_main();
    }
    look
};

fn main() -> std::process::ExitCode {
    jamb::cli::main()
}

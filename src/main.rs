//! The binary: everything happens in the library.

// Compiling makes many small strings: large policies take half the time that glibc's allocator needs.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    jamb::cli::main()
}

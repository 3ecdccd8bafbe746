//! The binary: everything happens in the library.

// Compiling makes many small strings: large policies take half the time that glibc's allocator needs.

fn main() -> std::process::ExitCode {
    jamb::cli::main()
}

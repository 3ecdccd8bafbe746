//! Compressed files. The first bytes say whether a file is compressed with gzip or Zstandard, whatever its name.

#[cfg(feature = "compressed")]
mod gzip;
#[cfg(feature = "compressed")]
mod zstandard;

use std::io::{self, Cursor, Read};

use super::errors;

/// The first bytes of a gzip file.
const GZIP: &[u8] = &[0x1f, 0x8b];

/// The first bytes of a Zstandard frame, and those of a frame without data, after its first byte.
const ZSTANDARD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];
const SKIPPABLE: &[u8] = &[0x2a, 0x4d, 0x18];

/// The bytes of a file, decompressed as they are read. A file may hold several members or frames.
pub(super) fn open(mut input: Box<dyn Read + Send>) -> io::Result<Box<dyn Read + Send>> {
    let mut magic = Vec::with_capacity(4);
    (&mut input).take(4).read_to_end(&mut magic)?;
    let compression = Compression::of(&magic);
    let whole = Cursor::new(magic).chain(input);
    match compression {
        Some(compression) => decompressed(compression, whole),
        None => Ok(Box::new(whole)),
    }
}

#[derive(Clone, Copy)]
enum Compression {
    Gzip,
    Zstandard,
}

impl Compression {
    fn of(magic: &[u8]) -> Option<Self> {
        let is_skippable = matches!(magic.split_first(), Some((first, rest)) if first >> 4 == 5 && rest == SKIPPABLE);
        if magic.starts_with(GZIP) {
            Some(Self::Gzip)
        } else {
            (magic == ZSTANDARD || is_skippable).then_some(Self::Zstandard)
        }
    }
}

#[cfg(feature = "compressed")]
fn decompressed(compression: Compression, whole: impl Read + Send + 'static) -> io::Result<Box<dyn Read + Send>> {
    let whole = io::BufReader::new(whole);
    Ok(match compression {
        Compression::Gzip => Box::new(Decompressed(gzip::Members::new(whole))),
        Compression::Zstandard => Box::new(Decompressed(zstandard::Frames::new(whole))),
    })
}

#[cfg(not(feature = "compressed"))]
fn decompressed(compression: Compression, _: impl Read) -> io::Result<Box<dyn Read + Send>> {
    Err(errors::compressed(match compression {
        Compression::Gzip => "gzip",
        Compression::Zstandard => "Zstandard",
    }))
}

/// A decoder's output, with its errors in plain words.
#[cfg(feature = "compressed")]
struct Decompressed<R>(R);

#[cfg(feature = "compressed")]
impl<R: Read> Read for Decompressed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).map_err(|error| {
            let kind = error.kind();
            if kind == io::ErrorKind::UnexpectedEof {
                errors::cut_off()
            } else if matches!(kind, io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::Other) {
                errors::damaged(&error)
            } else {
                error
            }
        })
    }
}

#[cfg(test)]
#[cfg(feature = "compressed")]
mod tests {
    use super::*;
    use std::io::Write;

    fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    fn zstandard(text: &str) -> Vec<u8> {
        ruzstd::encoding::compress_to_vec(text.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest)
    }

    /// What is read, and the words of what goes wrong.
    fn read(bytes: Vec<u8>) -> (String, Option<String>) {
        let mut out = Vec::new();
        let mut input = open(Box::new(Cursor::new(bytes))).unwrap();
        let error = input.read_to_end(&mut out).err().map(|error| error.to_string());
        (String::from_utf8(out).unwrap(), error)
    }

    #[test]
    fn all_members_are_read_in_order() {
        assert_eq!(read([gzip("a\n"), gzip("b\n")].concat()), ("a\nb\n".to_owned(), None));
        assert_eq!(read([zstandard("a\n"), zstandard("b\n")].concat()), ("a\nb\n".to_owned(), None));
        let skippable = [0x5a, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 9, 9];
        assert_eq!(read([&skippable[..], &zstandard("a\n")].concat()), ("a\n".to_owned(), None));
    }

    #[test]
    fn zeros_after_a_member_are_not_damage() {
        let (member, zeros) = (gzip("a\n"), vec![0; 20_000]);
        assert_eq!(read([&*member, &zeros].concat()), ("a\n".to_owned(), None));
        assert_eq!(read([&*member, &zeros, &gzip("b\n")].concat()), ("a\nb\n".to_owned(), None));
        let (text, error) = read([&*member, b"rest"].concat());
        assert_eq!(text, "a\n");
        assert!(error.unwrap().starts_with("the compressed file is"));
    }

    #[test]
    fn uncompressed_input_is_passed_through() {
        for text in ["", "{", "abc", "{\"a\": 1}\n"] {
            assert_eq!(read(text.as_bytes().to_vec()), (text.to_owned(), None));
        }
    }

    #[test]
    fn a_truncated_file_gives_an_error_after_its_content() {
        let text: String = (0..200_000).map(|line| format!("{line}\n")).collect();
        for whole in [gzip(&text), zstandard(&text)] {
            let (start, error) = read(whole[..whole.len() / 2].to_vec());
            assert!(!start.is_empty() && text.starts_with(&start), "{}", start.len());
            assert_eq!(error.as_deref(), Some("the compressed file is truncated; everything before the cut was read"));
        }
    }

    #[test]
    fn a_damaged_file_gives_an_error() {
        let mut bytes = gzip("hello, hello, hello, hello");
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0xff;
        assert!(read(bytes).1.unwrap().starts_with("the compressed file is damaged"));
    }
}

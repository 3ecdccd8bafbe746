//! Decompression. gzip and Zstandard files are recognized by their first bytes, whatever their names.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use super::errors;

/// The first bytes of a gzip file.
const GZIP: &[u8] = &[0x1f, 0x8b];

/// The first bytes of a Zstandard frame, and of a frame without data.
const ZSTANDARD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];
const SKIPPABLE: &[u8] = &[0x2a, 0x4d, 0x18];

/// The bytes of a file, decompressed while they are read. A file may have several members or frames.
pub(super) fn open(mut input: Box<dyn Read + Send>) -> io::Result<Box<dyn Read + Send>> {
    let mut magic = Vec::with_capacity(4);
    (&mut input).take(4).read_to_end(&mut magic)?;
    let is_gzip = magic.starts_with(GZIP);
    let is_skippable = matches!(magic.split_first(), Some((first, rest)) if first >> 4 == 5 && rest == SKIPPABLE);
    let is_zstandard = magic == ZSTANDARD || is_skippable;
    let whole = Cursor::new(magic).chain(input);
    Ok(if is_gzip {
        Box::new(Decompressed(Members::new(BufReader::new(whole))))
    } else if is_zstandard {
        Box::new(Decompressed(zstd::stream::read::Decoder::new(whole)?))
    } else {
        Box::new(whole)
    })
}

/// The members of a gzip file. Zero bytes after a member are not damage: writers to tapes or in blocks pad the
/// last block with them.
struct Members<R> {
    /// The current member; `None` at the end.
    member: Option<flate2::bufread::GzDecoder<R>>,
}

impl<R: BufRead> Members<R> {
    fn new(input: R) -> Self {
        Self { member: Some(flate2::bufread::GzDecoder::new(input)) }
    }
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(member) = &mut self.member {
            let read = member.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            self.member = match self.member.take().map(flate2::bufread::GzDecoder::into_inner) {
                Some(mut rest) => pass_zeros(&mut rest)?.then(|| flate2::bufread::GzDecoder::new(rest)),
                None => None,
            };
        }
        Ok(0)
    }
}

/// Skips zero bytes; returns whether anything else follows.
fn pass_zeros(input: &mut impl BufRead) -> io::Result<bool> {
    loop {
        let bytes = input.fill_buf()?;
        let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
        let (is_at_end, is_passed) = (bytes.is_empty(), zeros < bytes.len());
        input.consume(zeros);
        if is_at_end || is_passed {
            return Ok(!is_at_end);
        }
    }
}

/// A decoder's output, with its errors in plain words.
struct Decompressed<R>(R);

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
mod tests {
    use super::*;
    use std::io::Write;

    fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    fn zstandard(text: &str) -> Vec<u8> {
        zstd::encode_all(text.as_bytes(), 1).unwrap()
    }

    /// What is read, and the words of what goes wrong.
    fn read(bytes: Vec<u8>) -> (String, Option<String>) {
        let mut out = Vec::new();
        let mut input = open(Box::new(Cursor::new(bytes))).unwrap();
        let error = input.read_to_end(&mut out).err().map(|error| error.to_string());
        (String::from_utf8(out).unwrap(), error)
    }

    #[test]
    fn several_members_are_read_one_after_the_other() {
        assert_eq!(read([gzip("a\n"), gzip("b\n")].concat()), ("a\nb\n".to_owned(), None));
        assert_eq!(read([zstandard("a\n"), zstandard("b\n")].concat()), ("a\nb\n".to_owned(), None));
        let skippable = [0x5a, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 9, 9];
        assert_eq!(read([&skippable[..], &zstandard("a\n")].concat()), ("a\n".to_owned(), None));
    }

    #[test]
    fn zeros_behind_a_member_are_no_damage() {
        let (member, zeros) = (gzip("a\n"), vec![0; 20_000]);
        assert_eq!(read([&*member, &zeros].concat()), ("a\n".to_owned(), None));
        assert_eq!(read([&*member, &zeros, &gzip("b\n")].concat()), ("a\nb\n".to_owned(), None));
        let (text, error) = read([&*member, b"rest"].concat());
        assert_eq!(text, "a\n");
        assert!(error.unwrap().starts_with("the compressed file is"));
    }

    #[test]
    fn what_is_not_compressed_stays_as_it_is() {
        for text in ["", "{", "abc", "{\"a\": 1}\n"] {
            assert_eq!(read(text.as_bytes().to_vec()), (text.to_owned(), None));
        }
    }

    #[test]
    fn a_file_that_is_cut_off_says_so_behind_what_was_read() {
        let text: String = (0..200_000).map(|line| format!("{line}\n")).collect();
        for whole in [gzip(&text), zstandard(&text)] {
            let (start, error) = read(whole[..whole.len() / 2].to_vec());
            assert!(!start.is_empty() && text.starts_with(&start), "{}", start.len());
            assert_eq!(error.as_deref(), Some("the compressed file is cut off, what stands before the cut was read"));
        }
    }

    #[test]
    fn a_damaged_file_says_so() {
        let mut bytes = gzip("hello, hello, hello, hello");
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0xff;
        assert!(read(bytes).1.unwrap().starts_with("the compressed file is damaged"));
    }
}

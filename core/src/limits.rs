//! What one client may ask of us, in one place.

/// The bounds of the protocol; [`Limits::default`] has those of the book.
///
/// A session is also bounded by its buffers: what does not fit into them is refused like what is
/// over the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of an inline request, its line end included: 64 KiB.
    pub line: usize,
    /// Words of one request: 1,048,576, as in redis before 7.0. (Since then it is 2,147,483,647, see
    /// [redis #9528](https://github.com/redis/redis/pull/9528).) A word takes six bytes at least, so
    /// [`Limits::request`] is reached first: this limit only refuses sooner what is announced.
    pub words: usize,
    /// Bytes of one word, thus of a key or a value: 1 MiB.
    pub value: usize,
    /// Bytes of one request with all of its headers: 2 MiB.
    pub request: usize,
    /// Bytes of replies that may gather before they must be sent: 64 KiB.
    ///
    /// One reply may be longer; the requests after it then wait for it to leave.
    pub replies: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { line: 64 << 10, words: 1 << 20, value: 1 << 20, request: 2 << 20, replies: 64 << 10 }
    }
}

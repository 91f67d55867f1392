//! The name of a task, as a number.

/// Names one task of one executor: 16 bits for the executor, 24 for the task's place, and 24 for
/// how often that place has been taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct TaskId(usize);

const _: () = assert!(usize::BITS == 64, "a name of a task takes 64 bits");

const HALF: usize = (1 << 24) - 1;

impl TaskId {
    /// The last place that a task can have.
    pub(crate) const LAST: usize = HALF;

    pub(crate) const fn new(executor: u16, index: usize, generation: u32) -> Self {
        Self((executor as usize) << 48 | (generation as usize & HALF) << 24 | index & HALF)
    }

    pub(crate) const fn from_bits(bits: usize) -> Self {
        Self(bits)
    }

    pub(crate) const fn to_bits(self) -> usize {
        self.0
    }

    /// The executor's number.
    pub(crate) const fn executor(self) -> usize {
        self.0 >> 48
    }

    /// The task's place.
    pub(crate) const fn index(self) -> usize {
        self.0 & HALF
    }

    /// Whether a task that is the `generation`th at its place has this name.
    pub(crate) const fn is_of(self, generation: u32) -> bool {
        (self.0 >> 24) & HALF == generation as usize & HALF
    }
}

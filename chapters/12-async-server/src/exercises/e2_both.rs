//! Exercise 2: wait for two futures at the same time.

use std::pin::Pin;

/// A future that can be polled where it lies.
type Boxed<T> = Pin<Box<dyn Future<Output = T>>>;

/// Your part: the second one is not polled before the first one is done.
pub(crate) async fn both(a: Boxed<u32>, b: Boxed<u32>) -> (u32, u32) {
    (a.await, b.await)
}

//! The data that a thread's clients ask for: the thread's own, or behind a lock that others have too.

use std::{ops::Range, sync::Arc};

use socket_core::{
    buffer::{Full, Storage},
    session::Handler,
    store::Store,
};

use crate::shared::Shared;

#[derive(Debug)]
pub(crate) enum Data {
    Own(Store),
    Shared(Arc<Shared>),
}

impl From<Store> for Data {
    fn from(store: Store) -> Self {
        Self::Own(store)
    }
}

impl From<Arc<Shared>> for Data {
    fn from(store: Arc<Shared>) -> Self {
        Self::Shared(store)
    }
}

impl Handler for Data {
    fn get<T>(&mut self, key: &[u8], answer: impl FnOnce(Option<&[u8]>) -> T) -> T {
        match self {
            Self::Own(store) => store.get(key, answer),
            Self::Shared(store) => (&**store).get(key, answer),
        }
    }

    fn set(&mut self, key: &[u8], value: &[u8]) -> Result<(), Full> {
        match self {
            Self::Own(store) => store.set(key, value),
            Self::Shared(store) => (&**store).set(key, value),
        }
    }

    fn set_moved(
        &mut self,
        storage: &mut impl Storage,
        key: Range<usize>,
        value: Range<usize>,
    ) -> Result<(), Full> {
        match self {
            Self::Own(store) => store.set_moved(storage, key, value),
            Self::Shared(store) => (&**store).set_moved(storage, key, value),
        }
    }

    fn delete(&mut self, key: &[u8]) -> bool {
        match self {
            Self::Own(store) => store.delete(key),
            Self::Shared(store) => (&**store).delete(key),
        }
    }
}

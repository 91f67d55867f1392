//! The executors: ours first, each with the same work.

use std::rc::Rc;

use futures::{
    executor::{LocalPool, LocalSpawner},
    task::LocalSpawnExt,
};
use io_models::executor::{Executor, spawn_joined};
use smol::LocalExecutor;
use tokio::{
    runtime::Builder,
    task::{LocalSet, spawn_local},
};

use crate::work::Runs;

pub(crate) struct Ours;

impl Runs for Ours {
    const NAME: &'static str = "io-models";

    fn run<F: Future>(work: impl FnOnce(Self) -> F) {
        let executor = Executor::new().expect("there are descriptors");
        executor.block_on(work(Self)).expect("epoll_wait(2) does not fail");
    }

    fn spawn(&self, task: impl Future<Output = ()> + 'static) -> impl Future {
        spawn_joined(task)
    }
}

pub(crate) struct Pool(LocalSpawner);

impl Runs for Pool {
    const NAME: &'static str = "futures, LocalPool";

    fn run<F: Future>(work: impl FnOnce(Self) -> F) {
        let mut pool = LocalPool::new();
        let spawner = pool.spawner();
        pool.run_until(work(Self(spawner)));
    }

    fn spawn(&self, task: impl Future<Output = ()> + 'static) -> impl Future {
        self.0.spawn_local_with_handle(task).expect("the pool is there")
    }
}

pub(crate) struct Set;

impl Runs for Set {
    const NAME: &'static str = "tokio, LocalSet";

    fn run<F: Future>(work: impl FnOnce(Self) -> F) {
        let runtime = Builder::new_current_thread().build().expect("there are descriptors");
        LocalSet::new().block_on(&runtime, work(Self));
    }

    fn spawn(&self, task: impl Future<Output = ()> + 'static) -> impl Future {
        spawn_local(task)
    }
}

pub(crate) struct Local(Rc<LocalExecutor<'static>>);

impl Runs for Local {
    const NAME: &'static str = "async-executor";

    fn run<F: Future>(work: impl FnOnce(Self) -> F) {
        let executor = Rc::new(LocalExecutor::new());
        let here = Self(Rc::clone(&executor));
        smol::block_on(executor.run(work(here)));
    }

    fn spawn(&self, task: impl Future<Output = ()> + 'static) -> impl Future {
        self.0.spawn(task)
    }
}

/*
 * Loaded into the server by LD_PRELOAD: a disk whose syncs hang, and a clock that jumps. What the harness asks for, and
 * what really happened, stand in a file that both map.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

/* Eight bytes each, in the order that PreloadControl.ts knows. */
struct control {
  volatile int64_t clock_offset_ms;
  volatile int64_t is_stalled;
  volatile int64_t stalled_syncs;
  volatile int64_t moved_reads;
};

static struct control *control;
static const char *folder;
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_gettimeofday)(struct timeval *, void *);
static int (*real_clock_gettime)(clockid_t, struct timespec *);

__attribute__((constructor)) static void load(void) {
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  real_gettimeofday = dlsym(RTLD_NEXT, "gettimeofday");
  real_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
  folder = getenv("FAULT_FOLDER");
  const char *path = getenv("FAULT_CONTROL");
  int file = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
  if (file < 0) return;
  void *mapped = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  if (mapped != MAP_FAILED) control = mapped;
}

static void wait_for_disk(int file) {
  char link[64], path[PATH_MAX];
  if (!control || !folder || !control->is_stalled) return;
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return;
  path[length] = 0;
  if (strncmp(path, folder, strlen(folder)) != 0) return;
  __atomic_add_fetch(&control->stalled_syncs, 1, __ATOMIC_SEQ_CST);
  while (control->is_stalled) usleep(10000);
}

int fsync(int file) {
  wait_for_disk(file);
  return real_fsync(file);
}

int fdatasync(int file) {
  wait_for_disk(file);
  return real_fdatasync(file);
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  int result = real_gettimeofday(now, zone);
  int64_t offset = control ? control->clock_offset_ms : 0;
  if (result == 0 && offset != 0) {
    __atomic_add_fetch(&control->moved_reads, 1, __ATOMIC_SEQ_CST);
    int64_t us = (int64_t)now->tv_sec * 1000000 + now->tv_usec + offset * 1000;
    now->tv_sec = us / 1000000;
    now->tv_usec = us % 1000000;
  }
  return result;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  int result = real_clock_gettime(clock, now);
  int64_t offset = control ? control->clock_offset_ms : 0;
  if (result == 0 && offset != 0 && clock == CLOCK_REALTIME) {
    __atomic_add_fetch(&control->moved_reads, 1, __ATOMIC_SEQ_CST);
    now->tv_sec += offset / 1000;
    now->tv_nsec += (offset % 1000) * 1000000;
    if (now->tv_nsec < 0) { now->tv_sec -= 1; now->tv_nsec += 1000000000; }
    if (now->tv_nsec >= 1000000000) { now->tv_sec += 1; now->tv_nsec -= 1000000000; }
  }
  return result;
}

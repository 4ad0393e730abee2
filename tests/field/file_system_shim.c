/* Preloaded (LD_PRELOAD): lets calls under the folder FAIL_UNDER fail as other file systems do. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

/* The errno that a variable of the environment names for this descriptor, or 0. */
static int fails(const char *name, int fd) {
  const char *code = getenv(name), *under = getenv("FAIL_UNDER");
  char link[64], path[PATH_MAX];
  ssize_t length;
  if (!code || !under) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return strncmp(path, under, strlen(under)) == 0 ? atoi(code) : 0;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define FAIL(code) do { int failure = (code); if (failure) { errno = failure; return -1; } } while (0)

int fsync(int fd) {
  struct stat about;
  if (fstat(fd, &about) == 0 && S_ISDIR(about.st_mode)) FAIL(fails("FAIL_FSYNC_DIRECTORY", fd));
  return REAL(fsync)(fd);
}

int link(const char *from, const char *to) {
  const char *code = getenv("FAIL_LINK");
  if (code) FAIL(atoi(code));
  return REAL(link)(from, to);
}

static int lock(int (*real)(int, int, ...), int fd, int command, void *argument) {
  if (command == F_SETLK || command == F_SETLKW || command == F_GETLK) FAIL(fails("FAIL_LOCK", fd));
  return real(fd, command, argument);
}

int fcntl(int fd, int command, ...) {
  va_list list;
  va_start(list, command);
  void *argument = va_arg(list, void *);
  va_end(list);
  return lock(REAL(fcntl), fd, command, argument);
}

int fcntl64(int fd, int command, ...) {
  va_list list;
  va_start(list, command);
  void *argument = va_arg(list, void *);
  va_end(list);
  return lock(REAL(fcntl64), fd, command, argument);
}

ssize_t write(int fd, const void *data, size_t size) {
  FAIL(fails("FAIL_WRITE", fd));
  return REAL(write)(fd, data, size);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
  FAIL(fails("FAIL_WRITE", fd));
  return REAL(pwrite)(fd, data, size, at);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
  FAIL(fails("FAIL_WRITE", fd));
  return REAL(pwrite64)(fd, data, size, at);
}

ssize_t writev(int fd, const struct iovec *data, int count) {
  FAIL(fails("FAIL_WRITE", fd));
  return REAL(writev)(fd, data, count);
}

/* A disk whose every sync takes longer: loaded before the program with LD_PRELOAD, SLOW_DISK_US microseconds more each. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static void wait_a_while(void) {
    const char *said = getenv("SLOW_DISK_US");
    usleep(said ? atoi(said) : 0);
}

int fsync(int file) {
    int (*real)(int) = dlsym(RTLD_NEXT, "fsync");
    wait_a_while();
    return real(file);
}

int fdatasync(int file) {
    int (*real)(int) = dlsym(RTLD_NEXT, "fdatasync");
    wait_a_while();
    return real(file);
}

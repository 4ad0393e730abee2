/*
 * Google's launcher for Go templates starts a binary. This one replaces itself with Node, which runs the
 * template program with the same arguments, environment and process id. It is linked statically, so that
 * it needs nothing of the image but Node.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef NODE
#define NODE "/usr/local/bin/node"
#endif
#ifndef PROGRAM
#define PROGRAM "/app/dist/pipelines/template.js"
#endif

int main(int argc, char *argv[]) {
  char **args = calloc((size_t)argc + 3, sizeof *args);
  if (args == NULL) {
    perror("The template program can't be started");
    return 127;
  }
  args[0] = NODE;
  args[1] = PROGRAM;
  for (int i = 1; i < argc; i++) {
    args[i + 1] = argv[i];
  }
  execv(NODE, args);
  fprintf(stderr, "The template program can't be started: %s: %s. Build the image again.\n", NODE,
          strerror(errno));
  return 127;
}

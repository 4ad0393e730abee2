/** Every DoFn class of the project, so that a worker knows them all by name. */
import "./pipelines";

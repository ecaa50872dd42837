/* Holds d3 modules; their licences stand in NOTICE. */
import{a}from"./BR76OW5T.js";import"./MZHB4RP7.js";import"./RTREE7SM.js";export{a as default};

/* Holds d3 modules; their licences stand in NOTICE. */
import{a}from"./RQ3K2VJW.js";import"./RTREE7SM.js";export{a as default};

/* Holds modules of others; their licences stand in NOTICE. */
import{a}from"./OO4JM3PU.js";import"./5PZUQOCV.js";import"./W5NAGDHA.js";export{a as default};

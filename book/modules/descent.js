/* Holds modules of others; their licences stand in NOTICE. */
import{a}from"./OFK4VMM4.js";import"./5PZUQOCV.js";import"./W5NAGDHA.js";export{a as default};
